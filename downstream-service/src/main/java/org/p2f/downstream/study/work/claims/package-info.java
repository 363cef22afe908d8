/** Decides the paper's claims from the results of a study's steps: numbers in, verdicts out. */
@NullMarked
package org.p2f.downstream.study.work.claims;

import org.jspecify.annotations.NullMarked;
