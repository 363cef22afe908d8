/** Detection of incomplete request bodies. */
@NullMarked
package org.p2f.http.body;

import org.jspecify.annotations.NullMarked;
