/** What codes at different times tell about each other, and labels about neighbours. */
@NullMarked
package org.p2f.numerics.information;

import org.jspecify.annotations.NullMarked;
