/** HTTP API of model imports. */
@NullMarked
package org.p2f.training.imports.web;

import org.jspecify.annotations.NullMarked;
