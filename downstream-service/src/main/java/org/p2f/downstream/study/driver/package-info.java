/** Drives studies: submits each step's job to the platform and follows it. */
@NullMarked
package org.p2f.downstream.study.driver;

import org.jspecify.annotations.NullMarked;
