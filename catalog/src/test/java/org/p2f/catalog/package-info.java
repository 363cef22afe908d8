@NullMarked
package org.p2f.catalog;

import org.jspecify.annotations.NullMarked;
