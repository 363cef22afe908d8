@NullMarked
package org.p2f.downstream.study.work.claims;

import org.jspecify.annotations.NullMarked;
