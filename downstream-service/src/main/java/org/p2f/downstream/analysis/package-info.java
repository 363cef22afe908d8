/**
 * Analyses: attention profiles, masks, mutual information, label propagation. Plans and results.
 */
@NullMarked
package org.p2f.downstream.analysis;

import org.jspecify.annotations.NullMarked;
