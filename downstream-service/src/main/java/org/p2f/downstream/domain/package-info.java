/** Plans and results of evaluations, analyses and studies. */
@NullMarked
package org.p2f.downstream.domain;

import org.jspecify.annotations.NullMarked;
