@NullMarked
package org.p2f.downstream.api;

import org.jspecify.annotations.NullMarked;
