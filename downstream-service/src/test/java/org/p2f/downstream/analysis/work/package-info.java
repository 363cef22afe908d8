@NullMarked
package org.p2f.downstream.analysis.work;

import org.jspecify.annotations.NullMarked;
