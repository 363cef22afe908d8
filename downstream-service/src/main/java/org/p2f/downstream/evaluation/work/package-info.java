/** Job handler of evaluations: turns a plan into trained heads and their accuracies. */
@NullMarked
package org.p2f.downstream.evaluation.work;

import org.jspecify.annotations.NullMarked;
