@NullMarked
package org.p2f.downstream.study.work;

import org.jspecify.annotations.NullMarked;
