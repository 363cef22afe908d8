@NullMarked
package org.p2f.training.mlflow.work;

import org.jspecify.annotations.NullMarked;
