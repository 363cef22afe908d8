/** HTTP API of models and their exports. */
@NullMarked
package org.p2f.training.model.web;

import org.jspecify.annotations.NullMarked;
