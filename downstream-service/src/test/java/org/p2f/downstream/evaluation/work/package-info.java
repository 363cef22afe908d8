@NullMarked
package org.p2f.downstream.evaluation.work;

import org.jspecify.annotations.NullMarked;
