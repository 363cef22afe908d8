/** Learning a classifier from few labels and many images. */
@NullMarked
package org.p2f.spec.semisupervised;

import org.jspecify.annotations.NullMarked;
