/** What may be asked for and what comes of it; true without web, database or tensors. */
@NullMarked
package org.p2f.training.domain;

import org.jspecify.annotations.NullMarked;
