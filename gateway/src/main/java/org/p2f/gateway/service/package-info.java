/** The three services: their names, paths and addresses. */
@NullMarked
package org.p2f.gateway.service;

import org.jspecify.annotations.NullMarked;
