/** Searching over HTTP. */
@NullMarked
package org.p2f.kit.search;

import org.jspecify.annotations.NullMarked;
