/** Persistence of what tracking servers have been told. */
@NullMarked
package org.p2f.training.mlflow.store;

import org.jspecify.annotations.NullMarked;
