/** Decodes image files and reads images of data sets. */
@NullMarked
package org.p2f.representation.picture.work;

import org.jspecify.annotations.NullMarked;
