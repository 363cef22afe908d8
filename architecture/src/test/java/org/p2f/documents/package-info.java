/** What the documents say is what the code does. */
@NullMarked
package org.p2f.documents;

import org.jspecify.annotations.NullMarked;
