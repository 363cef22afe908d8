@NullMarked
package org.p2f.downstream.study;

import org.jspecify.annotations.NullMarked;
