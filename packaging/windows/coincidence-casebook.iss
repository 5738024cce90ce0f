; The Windows installer, made by Inno Setup 6.  bundle.py calls it with Version, Bundle (the folder) and Icons.
; It needs no rights: it installs for the reader alone, unless asked to install for everybody.

#define Name "Coincidence Casebook"
#define Program "coincidence-casebook"

[Setup]
AppId={{7C1B6C0E-3C5B-4E39-9D0F-4343424B3101}
AppName={#Name}
AppVersion={#Version}
AppPublisher=The Coincidence Casebook authors
DefaultDirName={autopf}\{#Name}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputBaseFilename={#Program}-{#Version}-setup
SetupIconFile={#Icons}\{#Program}.ico
UninstallDisplayIcon={app}\{#Program}.exe
LicenseFile=..\..\LICENSE
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
WizardStyle=modern
; SIGNING (Windows): "sign" is WINDOWS_SIGN_COMMAND, handed over by bundle.py; without it nothing is signed.
#ifdef Signed
SignTool=sign
SignedUninstaller=yes
#endif

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\{#Program}.exe"; AppUserModelID: "{#Program}"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Program}.exe"; AppUserModelID: "{#Program}"; Tasks: desktop

[Tasks]
Name: "desktop"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Registry]
Root: HKA; Subkey: "Software\Classes\.casebook\OpenWithProgids"; ValueType: string; ValueName: "CoincidenceCasebook.Library"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\CoincidenceCasebook.Library"; ValueType: string; ValueData: "{#Name} library"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\CoincidenceCasebook.Library\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Program}.exe,0"
Root: HKA; Subkey: "Software\Classes\CoincidenceCasebook.Library\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}.exe"" ""%1"""

[Run]
Filename: "{app}\{#Program}.exe"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent
