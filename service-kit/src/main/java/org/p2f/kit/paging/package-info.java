/** Limit, cursor and page of every list. */
@NullMarked
package org.p2f.kit.paging;

import org.jspecify.annotations.NullMarked;
