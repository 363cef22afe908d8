/** HTTP API of training runs, plans and presets. */
@NullMarked
package org.p2f.training.run.web;

import org.jspecify.annotations.NullMarked;
