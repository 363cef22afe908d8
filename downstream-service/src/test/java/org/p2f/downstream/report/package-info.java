@NullMarked
package org.p2f.downstream.report;

import org.jspecify.annotations.NullMarked;
