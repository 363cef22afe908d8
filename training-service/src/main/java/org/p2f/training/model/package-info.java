/** Trained models: what they are made of and how they are exported. */
@NullMarked
package org.p2f.training.model;

import org.jspecify.annotations.NullMarked;
