/** Data sets and training runs: from a user's files to a trained model. */
@NullMarked
package org.p2f.training;

import org.jspecify.annotations.NullMarked;
