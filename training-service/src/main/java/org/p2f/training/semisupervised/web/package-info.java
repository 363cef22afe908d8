/** HTTP API of semi-supervised runs. */
@NullMarked
package org.p2f.training.semisupervised.web;

import org.jspecify.annotations.NullMarked;
