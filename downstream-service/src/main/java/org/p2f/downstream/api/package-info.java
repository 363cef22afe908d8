/** How evaluations and analyses are asked for and shown. */
@NullMarked
package org.p2f.downstream.api;

import org.jspecify.annotations.NullMarked;
