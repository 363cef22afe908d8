/** What MLflow, a tracking server that users run, is told of training runs. */
@NullMarked
package org.p2f.training.mlflow;

import org.jspecify.annotations.NullMarked;
