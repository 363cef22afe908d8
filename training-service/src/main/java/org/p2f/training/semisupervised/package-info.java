/** Learning a factor of images from few labels: LaplaceNet's loop. */
@NullMarked
package org.p2f.training.semisupervised;

import org.jspecify.annotations.NullMarked;
