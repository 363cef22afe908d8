/** The claims of the paper, decided from what a study's steps found: numbers in, verdicts out. */
@NullMarked
package org.p2f.downstream.compute.claims;

import org.jspecify.annotations.NullMarked;
