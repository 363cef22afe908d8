/** Tests of the package of that name. */
@NullMarked
package org.p2f.catalog.search;

import org.jspecify.annotations.NullMarked;
