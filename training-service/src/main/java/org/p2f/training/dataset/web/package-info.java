/** HTTP API of uploads and data sets. */
@NullMarked
package org.p2f.training.dataset.web;

import org.jspecify.annotations.NullMarked;
