@NullMarked
package org.p2f.downstream.study.report;

import org.jspecify.annotations.NullMarked;
