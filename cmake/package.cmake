# package.cmake: Debian packages (`cpack` in the build folder): the program, the library, what developers need, and, where it
# was built, failwise-mpi. The library is linked with all it uses, so its dependencies are found in it; the program, which
# loads some of them when it needs them, depends on the library's package and has them from there.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME failwise)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "failwise developers <developers@failwise.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(soname ${FAILWISE_ABI})

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME failwise)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "libfailwise${soname} (= ${PROJECT_VERSION})")
# Who runs it every night has one of these; who runs it by hand needs none.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "systemd | cron, failwise-mpi")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "Reads anonymised answers from CSV, extracts explainable features in parallel,
 fits scoring weights to interviewer ratings, and writes HDF5 datasets and
 reports.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libfailwise${soname})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "This is the shared library: the stages of failwise for other programs.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libfailwise-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libfailwise${soname} (= ${PROJECT_VERSION}), libjansson-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "These are headers, static library, pkg-config and CMake files of failwise.")
set(CPACK_DEBIAN_MPI_PACKAGE_NAME failwise-mpi)
set(CPACK_DEBIAN_MPI_PACKAGE_SECTION science)
# mpirun; the libraries are found in the program
set(CPACK_DEBIAN_MPI_PACKAGE_DEPENDS "failwise (= ${PROJECT_VERSION}), openmpi-bin")
set(CPACK_COMPONENT_MPI_DESCRIPTION "This is the program for many machines: one run over the processes of an MPI
 program, which write one HDF5 dataset together.")
set(packages program:failwise library:libfailwise${soname} development:libfailwise-dev)
if(FAILWISE_MPI)
  list(APPEND packages mpi:failwise-mpi)
endif()

# The time of everything in the packages: SOURCE_DATE_EPOCH, or that of the last change of the sources.
set(time "$ENV{SOURCE_DATE_EPOCH}")
if(time STREQUAL "")
  execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE time
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT time MATCHES "^[0-9]+$")
  file(TIMESTAMP ${CMAKE_SOURCE_DIR}/CHANGELOG.md time "%s" UTC)
endif()
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_BINARY_DIR}/package_time.cmake)
file(WRITE ${CPACK_PROJECT_CONFIG_FILE} "if(\"\$ENV{SOURCE_DATE_EPOCH}\" STREQUAL \"\")
  set(ENV{SOURCE_DATE_EPOCH} ${time})
endif()
")
set(asked "$ENV{SOURCE_DATE_EPOCH}")
set(ENV{SOURCE_DATE_EPOCH} ${time})
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
if(asked STREQUAL "")
  unset(ENV{SOURCE_DATE_EPOCH})
endif()

# What Debian wants with every package: the licence, what has changed in Debian's form, and what lintian is to know.
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/copyright "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: failwise

Files: *
Copyright: 2026 the failwise developers
License: GPL-3+
 On Debian systems the whole text of the GNU General Public License, version 3,
 is in /usr/share/common-licenses/GPL-3.
")
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/changelog "failwise (${PROJECT_VERSION}) unstable; urgency=medium

  * What is new is told in CHANGELOG.md of the sources.

 -- ${CPACK_PACKAGE_CONTACT}  ${now}
")
execute_process(COMMAND gzip -9nf ${CMAKE_CURRENT_BINARY_DIR}/changelog)
set(CPACK_COMPONENTS_ALL)
foreach(pair ${packages})
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  list(APPEND CPACK_COMPONENTS_ALL ${component})
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/copyright ${CMAKE_CURRENT_BINARY_DIR}/changelog.gz
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
  if(EXISTS ${CMAKE_SOURCE_DIR}/cmake/package/${component}.overrides)
    configure_file(cmake/package/${component}.overrides package/${package} @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/package/${package} DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
            COMPONENT ${component})
  endif()
endforeach()

# The linker's cache is to know the library once it is unpacked. Who links with the library depends on this very version
# until its interface is declared stable.
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/triggers "activate-noawait ldconfig\n")
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/shlibs "libfailwise ${soname} libfailwise${soname} (= ${PROJECT_VERSION})\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_BINARY_DIR}/triggers ${CMAKE_CURRENT_BINARY_DIR}/shlibs)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/cmake/package/postinst
                                               ${CMAKE_SOURCE_DIR}/cmake/package/postrm)
include(CPack)
