@NullMarked
package org.p2f.figures;

import org.jspecify.annotations.NullMarked;
