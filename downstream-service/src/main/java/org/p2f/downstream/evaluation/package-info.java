/** Evaluations: accuracy of heads per factor and time. Plans and results. */
@NullMarked
package org.p2f.downstream.evaluation;

import org.jspecify.annotations.NullMarked;
