/** What is asked of a model and what it answers; true without a computer. */
@NullMarked
package org.p2f.representation.domain;

import org.jspecify.annotations.NullMarked;
