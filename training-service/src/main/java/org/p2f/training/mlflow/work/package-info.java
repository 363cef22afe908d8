/** Telling a tracking server of training runs, beside the work and never in its way. */
@NullMarked
package org.p2f.training.mlflow.work;

import org.jspecify.annotations.NullMarked;
