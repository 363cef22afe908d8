/** Images as encoders take them, and the data sets they come from. */
@NullMarked
package org.p2f.representation.picture;

import org.jspecify.annotations.NullMarked;
