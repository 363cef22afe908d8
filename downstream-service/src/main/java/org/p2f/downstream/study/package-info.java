/** Studies: the paper's claims on one data set. Plans, steps, findings and claims. */
@NullMarked
package org.p2f.downstream.study;

import org.jspecify.annotations.NullMarked;
