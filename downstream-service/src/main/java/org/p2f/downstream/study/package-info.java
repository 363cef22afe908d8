/** Carries studies through: asks the platform for each step's job and follows it. */
@NullMarked
package org.p2f.downstream.study;

import org.jspecify.annotations.NullMarked;
