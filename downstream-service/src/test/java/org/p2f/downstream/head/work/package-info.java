@NullMarked
package org.p2f.downstream.head.work;

import org.jspecify.annotations.NullMarked;
