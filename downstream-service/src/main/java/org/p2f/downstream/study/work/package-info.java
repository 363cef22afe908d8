/** Job handler of study reports: collects the steps' results and decides the claims. */
@NullMarked
package org.p2f.downstream.study.work;

import org.jspecify.annotations.NullMarked;
