# mpi.cmake: failwise-mpi, the same program over many processes. Its store stage is compiled once more, for parallel HDF5:
# the two flavours of the library share their names and must never meet in one process. Nothing is loaded late here.
pkg_check_modules(OMPI REQUIRED IMPORTED_TARGET ompi-c)
pkg_check_modules(HDF5_MPI REQUIRED IMPORTED_TARGET hdf5-openmpi)

file(GLOB store_sources CONFIGURE_DEPENDS pipeline/store/*.c pipeline/store/mpi/*.c)
add_library(fw_store_mpi OBJECT EXCLUDE_FROM_ALL ${store_sources})
add_dependencies(fw_store_mpi fw_embedded)
target_link_libraries(fw_store_mpi PUBLIC fw_flags PkgConfig::JANSSON PkgConfig::HDF5_MPI PkgConfig::OMPI PkgConfig::DEFLATE
                                          OpenMP::OpenMP_C)
set(FAILWISE_STAGES_MPI ${FAILWISE_STAGES})
list(TRANSFORM FAILWISE_STAGES_MPI REPLACE "^fw_store$" "fw_store_mpi")

file(GLOB mpi_sources CONFIGURE_DEPENDS pipeline/mpi/*.c)
set(mpi_cli ${FAILWISE_CLI})
list(FILTER mpi_cli EXCLUDE REGEX "/cli/main\\.c$")
add_executable(failwise-mpi ${mpi_sources} ${mpi_cli})
target_link_libraries(failwise-mpi PRIVATE ${FAILWISE_STAGES_MPI} PkgConfig::INIH)
get_target_property(definitions failwise COMPILE_DEFINITIONS)
target_compile_definitions(failwise-mpi PRIVATE ${definitions})
install(TARGETS failwise-mpi COMPONENT mpi)
set(page ${CMAKE_CURRENT_BINARY_DIR}/man-mpi/failwise-mpi.1.gz)
file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/man-mpi)
add_custom_command(OUTPUT ${page} DEPENDS failwise-mpi VERBATIM
  COMMAND sh -c "$<TARGET_FILE:failwise-mpi> help --man run | gzip -9n >${page}")
add_custom_target(manual_mpi ALL DEPENDS ${page})
install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT mpi)

if(FAILWISE_TESTS)
  add_executable(mpi_together EXCLUDE_FROM_ALL tests/mpi/together.c)
  target_link_libraries(mpi_together PRIVATE fw_flags fw_store_mpi fw_base)
endif()
