/** HTTP API of sampling runs. */
@NullMarked
package org.p2f.training.sampling.web;

import org.jspecify.annotations.NullMarked;
