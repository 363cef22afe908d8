/** Tests of what may be asked for. */
@NullMarked
package org.p2f.training.domain;

import org.jspecify.annotations.NullMarked;
