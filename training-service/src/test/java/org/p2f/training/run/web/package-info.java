@NullMarked
package org.p2f.training.run.web;

import org.jspecify.annotations.NullMarked;
