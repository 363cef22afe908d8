/** Request bodies that do not come whole. */
@NullMarked
package org.p2f.http.body;

import org.jspecify.annotations.NullMarked;
