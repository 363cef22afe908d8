@NullMarked
package org.p2f.catalog.deletion;

import org.jspecify.annotations.NullMarked;
