@NullMarked
package org.p2f.training.mlflow;

import org.jspecify.annotations.NullMarked;
