/** What the HTTP API of all capabilities shares. */
@NullMarked
package org.p2f.training.web;

import org.jspecify.annotations.NullMarked;
